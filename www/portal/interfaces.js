// The commands and events that places of the portal have of their own (contract §8.5). What `getInterface`
// lists can be called; where the documentation says no answer, the journal says what a live portal does.

/** Thrown by a command that gets no answer; the message says why. */
export class NoAnswer extends Error {}

const answers = (value) => async () => value;
const none = (why) => async () => {
  throw new NoAnswer(why);
};

// as documented of a card without a connection
const CALL = {
  CALL_ID: 'local.1',
  PHONE_NUMBER: '+15550100',
  LINE_NUMBER: 'reg1',
  LINE_NAME: '',
  CRM_ENTITY_TYPE: '',
  CRM_ENTITY_ID: 0,
  CRM_BINDINGS: [],
  CALL_DIRECTION: 'outgoing',
  CALL_STATE: 'idle',
  CALL_LIST_MODE: false,
};
const UI_STATES = [
  'incoming',
  'transferIncoming',
  'outgoing',
  'connectingIncoming',
  'connectingOutgoing',
  'connected',
  'transferring',
  'transferFailed',
  'transferConnected',
  'error',
  'moneyError',
  'redial',
];
const WORKER_EVENTS = [
  'initialized',
  'addCommentButtonClick',
  'muteButtonClick',
  'holdButtonClick',
  'closeButtonClick',
  'transferButtonClick',
  'cancelTransferButtonClick',
  'completeTransferButtonClick',
  'hangupButtonClick',
  'nextButtonClick',
  'skipButtonClick',
  'answerButtonClick',
  'entityChanged',
  'makeCallButtonClick',
  'qualityMeterClick',
  'dialpadButtonClick',
  'notifyAdminButtonClick',
];

const named = (names, run) => Object.fromEntries(names.map((name) => [name, run]));

const OF_CODE = {
  DEFAULT: { commands: { showHelper: none('a live portal opens its help') }, events: [] },
  CALL_CARD: {
    commands: {
      getStatus: answers(CALL),
      ...named(['disableAutoClose', 'enableAutoClose'], answers([])),
    },
    events: ['EntityChanged', 'BeforeClose', 'CallStateChanged'].map((name) => `CallCard::${name}`),
  },
  PAGE_BACKGROUND_WORKER: {
    commands: {
      ...named(
        [
          'CallCardSetMute',
          'CallCardSetHold',
          'CallCardSetUiState',
          'CallCardSetCardTitle',
          'CallCardSetStatusText',
          'CallCardClose',
        ],
        answers([]),
      ),
      CallCardGetListUiStates: answers(UI_STATES),
    },
    events: WORKER_EVENTS.map((name) => `BackgroundCallCard::${name}`),
  },
  CALENDAR_GRIDVIEW: {
    commands: {
      getEvents: answers([]),
      ...named(
        ['viewEvent', 'addEvent', 'editEvent', 'deleteEvent'],
        none('a live portal shows the event in its calendar'),
      ),
    },
    events: [
      'refreshEntries',
      'decreaseViewRangeDate',
      'increaseViewRangeDate',
      'adjustToDate',
    ].map((name) => `Calendar.customView:${name}`),
  },
  CRM_DETAIL_SEARCH: {
    commands: named(
      ['crmShowFoundEntities', 'crmShowCreatedEntity'],
      none('a live portal shows it in the search of the card'),
    ),
    events: ['onCrmEntityIsNeedToCreate'],
  },
};

const IN_CARDS = /^CRM_\w+_(DETAIL_TAB|DETAIL_ACTIVITY|ACTIVITY_TIMELINE_MENU|LIST_MENU)$/;
const CARD = { commands: { reloadData: answers(undefined) }, events: [] };
const NONE = { commands: {}, events: [] };

/** What a place has of its own: `commands`, each a function as in `commandsFor`, and `events`. */
export const interfaceOf = (placement) =>
  OF_CODE[placement] ?? (IN_CARDS.test(placement) ? CARD : NONE);
