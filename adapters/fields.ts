/**
 * Exact reading of a payload's fields, written by hand because it runs for every message: each function gives the value or
 * throws bad_input with the path of the field ("[3].media[0].url"). Nothing of the payload stands in the error.
 */
import { KapiError, KINDS } from '../src/core/errors';

export type Fields = Record<string, unknown>;

/** @throws KapiError badInput about `field` */
export function refuse(field: string, why: string): never {
  throw new KapiError(KINDS.badInput, `${field || 'body'}: ${why}`, { field: field || 'body' });
}

/** A plain object without names that reach a prototype or mean an operator to a store. */
export function object(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(path, 'must be an object');
  for (const key in value) {
    const first = key.charCodeAt(0);
    if (first === 36 /* $ */ || key === '__proto__' || key === 'constructor' || key === 'prototype')
      refuse(at(path, printable(key)), 'this name is not allowed');
  }
  return value as Fields;
}

/** Path of a field within its parent. */
export function at(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** Text of 0 to `max` UTF-16 units; undefined where the field is absent. */
export function optionalText(from: Fields, key: string, path: string, max: number): string | undefined {
  const value = from[key];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') refuse(at(path, key), 'must be a string');
  if (value.length > max) refuse(at(path, key), `must have at most ${max} characters`);
  return value;
}

/** A name that keys are made of: 1 to `max` characters, no control characters, well-formed (a store would merge broken ones). */
export function identifier(from: Fields, key: string, path: string, max: number): string {
  const value = from[key];
  if (typeof value !== 'string') refuse(at(path, key), value === undefined ? 'is required' : 'must be a string');
  if (value.length === 0 || value.length > max) refuse(at(path, key), `must have 1 to ${max} characters`);
  if (CONTROL.test(value) || !value.isWellFormed()) refuse(at(path, key), 'must not hold control or broken characters');
  return value;
}

/** A finite number within both bounds. */
export function number(from: Fields, key: string, path: string, min: number, max: number): number {
  const value = from[key];
  if (typeof value !== 'number') refuse(at(path, key), value === undefined ? 'is required' : 'must be a number');
  if (!(value >= min && value <= max)) refuse(at(path, key), `must lie between ${min} and ${max}`);
  return value;
}

/*
 * Forgiving reading, for platforms that send a refused batch again for days: what is not as documented reads as absent.
 */

/** The values of an array, or none. */
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? Array.from(value) : []);

/** An object's fields, or none. */
export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** A string with something in it, cut at `max` UTF-16 units and mended where broken, because some become keys. */
export function text(value: unknown, max: number): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, max).toWellFormed() : undefined;
}

/** A platform's word for a kind of thing, for counters and logs: nothing of what a person wrote. */
export function name(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && /^[a-z][a-z_]{0,39}$/i.test(value) ? value : 'unknown';
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\u0000-\u001F\u007F]/;

function printable(key: string): string {
  return key.replace(/[^\w$.-]/g, '?').slice(0, 40);
}
