-- What events are about: each has a number of its own in its aggregate.
CREATE TABLE aggregate (
    key    UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    made   INTEGER NOT NULL DEFAULT 0,
    -- Producers make events until there are this many.
    target INTEGER NOT NULL
) WITH (fillfactor = 50);

-- The business row of each event: what the producers' transactions committed.
CREATE TABLE made (
    key   UUID NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (key, value)
);

-- What handlers did, in the order in which they did it. No constraint: a second effect must show.
CREATE TABLE effect (
    seq   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key   UUID NOT NULL,
    value INTEGER NOT NULL
);
