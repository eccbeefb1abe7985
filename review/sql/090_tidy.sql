-- What only the steps needed goes; the tables that questions read stay.
drop table given;
drop table setting;
drop table part;
drop table presupposed;
drop table rule;
drop table assessment;
drop table figure;
drop table told;
drop table statement;
drop table unusable;
drop table premise;
drop table answer;
drop table cell;
drop table switched_off;
