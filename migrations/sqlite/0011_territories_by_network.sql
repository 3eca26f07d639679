-- What a message costs, and which way out it needs, goes by the country whose network carries its number. A Portuguese number
-- of somebody in France keeps the place and the hours of the French ones, but it is in a territory of its own.
CREATE TABLE territory_by_network (
  id                  INTEGER PRIMARY KEY,
  campaign_id         INTEGER NOT NULL REFERENCES campaign (id),
  code                TEXT NOT NULL,      -- the place
  country             TEXT NOT NULL,      -- of the network
  zones               TEXT NOT NULL,      -- JSON array of IANA names
  calendars           TEXT NOT NULL,      -- JSON array
  profile             TEXT NOT NULL,
  UNIQUE (campaign_id, code, country, zones, calendars, profile)
) STRICT;

INSERT INTO territory_by_network SELECT id, campaign_id, code, country, zones, calendars, profile FROM territory;
DROP TABLE territory;
ALTER TABLE territory_by_network RENAME TO territory;
