-- What arrived late is found over years: only these counts are in it, in their order,
-- and a count in time costs nothing. History is in it too, by the hour of its counts.
CREATE INDEX count_late ON count (channel, hour) WHERE delay > 3600;

