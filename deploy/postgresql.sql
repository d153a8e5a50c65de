-- Once, as the database's superuser: one role each for set-up (owns the tables), bot, clock and console. They sign in over
-- the local socket as the system users of the same names ("peer"), so there is no password anywhere.
CREATE ROLE chungtay LOGIN;
CREATE ROLE "chungtay-bot" LOGIN;
CREATE ROLE "chungtay-clock" LOGIN;
CREATE ROLE "chungtay-console" LOGIN;
CREATE DATABASE chungtay OWNER chungtay ENCODING 'UTF8' TEMPLATE template0;
REVOKE CONNECT ON DATABASE chungtay FROM PUBLIC;
GRANT CONNECT ON DATABASE chungtay TO "chungtay-bot", "chungtay-clock", "chungtay-console";
\connect chungtay
-- What set-up makes, now and in later migrations, bot and console may use. The clock gets its few rights by name: deploy/postgresql-clock.sql. What the bot has no use for is taken from it: deploy/postgresql-bot.sql.
ALTER DEFAULT PRIVILEGES FOR ROLE chungtay GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "chungtay-bot", "chungtay-console";
ALTER DEFAULT PRIVILEGES FOR ROLE chungtay GRANT USAGE ON SEQUENCES TO "chungtay-bot", "chungtay-console";
