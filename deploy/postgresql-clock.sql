-- What the clock may do: climb the ladder and forget what is over. As the owner of the tables, after set-up has made them
-- and after each update. No item, no case's key, no session, no state of a conversation, no text that waits to be sent.
BEGIN;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "chungtay-clock";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "chungtay-clock";
-- The ladder, and who is at their cases. To lock a case while its alerts are put out needs the right to change a column.
GRANT SELECT (id, login, name, role, commune_code, commune_scheme, languages, active, on_duty_since, totp_last_step,
    queue_view, telegram_hash, telegram_address, created_at, secret_mark, proof, vouched, bound, telegram_proof) ON staff
    TO "chungtay-clock";
-- With public halves alone it tells whether somebody who holds a key stands for a claim.
GRANT SELECT ON cases, alerts, heartbeats, kept, warnings, register TO "chungtay-clock";
-- Who is on call, who looks after which commune, and whether somebody is reached by e-mail: never at which address.
GRANT SELECT ON shifts, looked_after TO "chungtay-clock";
GRANT SELECT (staff_id, proved_at) ON mail_routes TO "chungtay-clock";
GRANT UPDATE (asked_at, passed_on_at, stamp) ON cases TO "chungtay-clock";
GRANT SELECT, UPDATE (outcome, answered_at) ON hand_overs TO "chungtay-clock";
GRANT INSERT ON alerts, outbox, warnings TO "chungtay-clock";
-- When a task is due and who has it; what it is stands in an item.
GRANT SELECT (item_id, case_id, for_staff, due_at, done_at, done_by, warned_at), UPDATE (warned_at) ON tasks
    TO "chungtay-clock";
-- It writes down that it asked or passed on, and reads no line of it.
GRANT INSERT, SELECT (id) ON audit TO "chungtay-clock";
GRANT INSERT, UPDATE ON heartbeats TO "chungtay-clock";
-- Forgetting.
GRANT SELECT (id, done_at) ON outbox TO "chungtay-clock";
GRANT SELECT (id, sent_at) ON sent_messages TO "chungtay-clock";
GRANT SELECT (id, conversation_id, created_at) ON web_lines TO "chungtay-clock";
GRANT SELECT (channel, update_id, seen_at) ON inbox TO "chungtay-clock";
GRANT SELECT (token_hash, used_at, expires_at) ON one_time_links TO "chungtay-clock";
GRANT SELECT (id, heard_at) ON conversations TO "chungtay-clock";
GRANT SELECT (case_id, staff_id, saved_at) ON drafts TO "chungtay-clock";
GRANT DELETE ON outbox, sent_messages, web_lines, inbox, one_time_links, kept, conversations, drafts
    TO "chungtay-clock";
GRANT SELECT (item_id, created_at, sealed), UPDATE (sealed) ON replies TO "chungtay-clock";
COMMIT;
