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
-- What each may do of what set-up makes is given by name: deploy/postgresql-bot.sql, -clock.sql and -console.sql.
