'use strict';

/** `--name=value` of the command line, by name; a flag alone is undefined but present. */
exports.options = Object.fromEntries(
  process.argv
    .slice(2)
    .filter((arg) => arg.startsWith('--'))
    .map((arg) => arg.slice(2).split('=')),
);
