-- What the bot may do: take in reports, write to people, let staff claim on Telegram. As the owner of the tables, after
-- set-up has made them and after each update. No password, no session, no link of the console, nothing of the record but
-- to add to it, no figures, and no case's key but to write down a new one.
BEGIN;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM "chungtay-bot";
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "chungtay-bot";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "chungtay-bot";
-- Talks with people, what comes in and what waits to be sent.
GRANT SELECT, INSERT, UPDATE, DELETE ON conversations, inbox, outbox, sent_messages, web_lines, kept
    TO "chungtay-bot";
GRANT SELECT, INSERT, UPDATE ON consents, arrivals, contact_counts, heartbeats TO "chungtay-bot";
GRANT SELECT ON campaigns, campaign_variants, campaign_codes, services, service_communes TO "chungtay-bot";
-- Cases: it opens them, adds to them, and deletes of an item only what a person takes back.
GRANT SELECT, INSERT, UPDATE ON cases, case_sequences, alerts, declines, hand_overs, warnings TO "chungtay-bot";
GRANT INSERT ON case_keys TO "chungtay-bot";
GRANT SELECT, INSERT, DELETE ON items TO "chungtay-bot";
GRANT SELECT, UPDATE (sealed, noticed_at, opened_at) ON replies TO "chungtay-bot";
GRANT SELECT, UPDATE (warned_at) ON tasks TO "chungtay-bot";
GRANT SELECT ON new_codes, referrals, interpretations TO "chungtay-bot";
-- Staff: who they are, never a password or a second factor. It binds a Telegram account by the console's link.
GRANT SELECT (id, login, name, role, commune_code, commune_scheme, languages, active, on_duty_since, totp_last_step,
    queue_view, telegram_hash, telegram_address, created_at, secret_mark, proof, vouched, bound, telegram_proof),
    UPDATE (telegram_hash, telegram_address, telegram_proof) ON staff TO "chungtay-bot";
GRANT SELECT, UPDATE (used_at) ON one_time_links TO "chungtay-bot";
GRANT SELECT, UPDATE (refused_at) ON mail_routes TO "chungtay-bot";
GRANT SELECT ON register, shifts, looked_after TO "chungtay-bot";
-- It adds to the record, and reads no line of it.
GRANT INSERT, SELECT (id) ON audit TO "chungtay-bot";
COMMIT;
