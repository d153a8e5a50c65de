-- What the console may do: all that staff do on its pages. As the owner of the tables, after set-up has made them and after
-- each update. Of the record and of its chain it may add and read, never change or delete; of talks it reads no word.
BEGIN;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM "chungtay-console";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "chungtay-console";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "chungtay-console";
REVOKE UPDATE, DELETE ON audit, audit_links FROM "chungtay-console";
REVOKE ALL ON sent_messages, web_lines, inbox, alembic_version FROM "chungtay-console";
GRANT SELECT (channel, update_id, seen_at, kind) ON inbox TO "chungtay-console";
COMMIT;
