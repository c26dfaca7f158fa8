-- What the handlers of the tests did, in the order in which they did it.
CREATE TABLE effect (
    seq   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key   TEXT NOT NULL,
    value INTEGER NOT NULL
);
