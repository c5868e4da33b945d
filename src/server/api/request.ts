/** What every route of the API needs of its request. */
import type { Response } from 'express';
import { z } from 'zod';
import { KapiError, KINDS } from '../../core/errors';
import type { AgentInfo } from './wire';

/** Made by the client once a click: what is sent twice is done once. */
export const ACTION_ID = z.string().regex(/^[\w-]{8,64}$/);

/** The agent whose session the request carries. */
export const agentOf = (response: Response): AgentInfo => response.locals.agent as AgentInfo;

/** @throws KapiError badInput with the field's name */
export function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new KapiError(KINDS.badInput, `${field || 'body'}: ${issue?.message}`, field ? { field } : {});
}
