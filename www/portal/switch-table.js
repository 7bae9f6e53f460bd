// Every setting of the portal: its name, what it does, and the values that it can have.
// Without values, the one it has now says which kind it is: a mark, a number, a list or JSON.

/** What each app has of its own. */
export const APPLICATION_OWN = [
  'installed',
  'active',
  'paymentExpired',
  'version',
  'scopes',
  'applicationFound',
];

export const GROUPS = {
  Application: {
    installed: ['Installation is finished. If not, nothing is delivered'],
    active: ['The app may be used. If not, nothing is delivered'],
    paymentExpired: ['The payment has expired. Nothing is delivered'],
    version: ['Version'],
    scopes: ['Granted scopes'],
    updateHandlers: ['On app update, handlers are', ['removed', 'kept']],
  },
  Users: {
    admins: ['Users who are administrators'],
    frameIsAdmin: ['IS_ADMIN in the frame; null: the real value', [null, true, false]],
    userAccess: ['The user may use the app'],
    userAuthorized: ['Users can be authorized'],
  },
  Licence: {
    offlineExtended: ['Extended offline events: a batch can be reserved'],
    authConnector: ['auth_connector may be used'],
    commercialPlan: ['A plan with REST'],
    selfHosted: ['Self-hosted: no limits, every feature'],
  },
  Authorization: {
    webhookEvents: ['Event methods through a webhook', ['allowed', 'refused']],
    requireHttps: ['Webhooks need https'],
    tokenLifetime: ['Lifetime of an access token, s'],
    refresh: ['A refresh ends in', ['success', 'failure', 'silence']],
    applicationFound: ['The app is known'],
    portalDeleted: ['The portal is deleted'],
    renamed: [
      'Renamed: REST and OAuth redirect to the new address; null: not',
      [null, 301, 302, 303, 307, 308],
    ],
    renamedCors: ['Redirects carry CORS headers'],
    overload: ['REST is blocked by overload'],
  },
  Limits: {
    bucket: ['Intensity limit; null: none'],
    bucketCors: ['503 answers carry CORS headers'],
    operating: ['Resource limit; null: none'],
    batchOperating: ['Batch cost counted per', ['commands', 'batch']],
    bindingMs: ['Time to register a handler, ms'],
  },
  Answers: {
    timeOperating: ['time carries operating'],
    timeNumbers: ['Numbers in time', ['fractions', 'integers']],
    types: ['auth_type and ID are', ['strings', 'numbers']],
    statuses: ['Statuses as in', ['server', 'documented']],
    preflight: ['OPTIONS is', ['answered', 'refused']],
  },
  Deliveries: {
    eventHandlerId: ['Deliveries carry event_handler_id'],
    ownChanges: ['The app’s own changes, offline', ['skipped', 'queued']],
  },
};
