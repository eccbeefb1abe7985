-- What only the steps needed goes; what the views read stays.
drop table given;
drop table presupposed;
drop table read_whole;
drop table figure;
