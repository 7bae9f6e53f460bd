// Every switch of the portal: its name, what it does, and the values that it can have.
// Without values, the one it has now says which kind it is: a mark, a number, a list or JSON.

export const GROUPS = {
  Application: {
    installed: ['Installation is finished. If not, nothing is delivered'],
    active: ['The app may be used. If not, nothing is delivered'],
    paymentExpired: ['The payment has run out. Nothing is delivered'],
    version: ['Version'],
    scopes: ['Granted scopes'],
    updateHandlers: ['An update leaves the handlers', ['removed', 'kept']],
  },
  Users: {
    admins: ['Users who are administrators'],
    frameIsAdmin: ['IS_ADMIN in the frame; null is the truth', [null, true, false]],
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
    webhookEvents: ['Event methods through a webhook', ['documented', 'refused']],
    requireHttps: ['A webhook needs https'],
    tokenLifetime: ['An access token lives, in seconds'],
    refresh: ['A refresh ends in', ['success', 'failure', 'silence']],
    applicationFound: ['The app is known'],
    portalDeleted: ['The portal is deleted'],
    overload: ['REST is blocked by overload'],
  },
  Limits: {
    bucket: ['Intensity limit; null is none'],
    bucketCors: ['Its 503 has CORS headers'],
    operating: ['Resource limit; null is none'],
    batchOperating: ['A batch charges', ['commands', 'batch']],
    bindingMs: ['Registering a handler takes, in ms'],
  },
  Answers: {
    timeOperating: ['time has operating'],
    timeNumbers: ['Numbers in time', ['fractions', 'integers']],
    types: ['auth_type and ID are', ['strings', 'numbers']],
    statuses: ['Statuses as in', ['server', 'documented']],
    preflight: ['OPTIONS is', ['answered', 'refused']],
  },
  Deliveries: {
    eventHandlerId: ['They have event_handler_id'],
    ownChanges: ['The app’s own changes, offline', ['skipped', 'queued']],
  },
};
