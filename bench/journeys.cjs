'use strict';
// `npm run bench journeys`: see journeys/index.cjs. `journeys/exact` compares with the oracle, `journeys/big-feed` makes the metropolis.
require('./journeys/index.cjs');
