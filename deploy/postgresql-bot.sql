-- What the bot may not touch: figures, what communes and staff enter, sessions. As the owner of the tables, after set-up has
-- made them and after each update, as often as one likes. All else it uses: deploy/postgresql.sql gives it that by default.
BEGIN;
REVOKE ALL ON case_facts, publications, internal_exports, sheet_entries, sheet_tasks, dangerous_places, slogans,
    confirmed_numbers, situation_texts, corrections, shift_changes, staff_sessions, wall_links FROM "chungtay-bot";
COMMIT;
