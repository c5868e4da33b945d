/** The part of botbuilder that is used. Loading it takes two seconds: only when the channel is on. */
import { KapiError, KINDS } from '../../src/core/errors';

export interface Authentication {
  /** Rejects what the Bot Connector did not sign for this bot. */
  authenticateRequest(
    activity: object,
    authHeader: string,
  ): Promise<{ claimsIdentity: { claims: { type: string; value: string }[] } }>;
}

export interface TurnContext {
  sendActivity(activity: object): Promise<{ id?: string } | undefined>;
}

export interface CloudAdapter {
  continueConversationAsync(appId: string, reference: object, logic: (context: TurnContext) => Promise<void>): Promise<void>;
}

export interface Credentials {
  createCredentials(
    appId: string,
    audience: string,
    loginEndpoint: string,
    validateAuthority: boolean,
  ): Promise<{ getToken?(): Promise<string> }>;
}

export interface Library {
  CloudAdapter: new (authentication: Authentication) => CloudAdapter;
  ConfigurationBotFrameworkAuthentication: new (options: Record<string, string>, credentials: Credentials) => Authentication;
  ConfigurationServiceClientCredentialFactory: new (options: Record<string, string>) => Credentials;
}

/** @throws KapiError config: the optional package is not installed */
export function loadLibrary(): Library {
  try {
    return require('botbuilder') as Library;
  } catch {
    throw new KapiError(KINDS.config, 'botbuilder is not installed: run "npm install" with optional packages.');
  }
}
