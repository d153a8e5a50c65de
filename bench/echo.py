"""The peer: what python-telegram-bot does by itself, answering each update with a message and the same button."""

from __future__ import annotations

import os

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="echo:again")]])


async def say(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.callback_query is not None:
        await update.callback_query.answer()
    chat = update.effective_chat
    if chat is not None:
        await context.bot.send_message(chat.id, "Again?", reply_markup=BUTTON)


def main() -> None:
    api = os.environ["CHUNGTAY_TELEGRAM_API_URL"]
    application = (
        Application.builder()
        .token(os.environ["CHUNGTAY_TELEGRAM_TOKEN"])
        .base_url(f"{api}/bot")
        .concurrent_updates(True)
        .build()
    )
    application.add_handler(MessageHandler(filters.ALL, say))
    application.add_handler(CallbackQueryHandler(say))
    application.run_polling()


if __name__ == "__main__":
    main()
