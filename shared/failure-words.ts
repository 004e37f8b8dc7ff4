import type { Failure, FailureReason } from './failure.ts';
import { visibleText } from './visible-text.ts';

/**
 * What to say for each reason why something was refused: what happened and who or what stands in the way
 * (`title`), and what can be done (`next`). `titleWith` is used where
 * the failure tells what it is about, `nextWith` where it knows which setting has to be changed.
 */
export const failureWords = {
  'bad-login': {
    title: 'The server does not accept the credential',
    next: 'The token was revoked or mistyped, or name and password do not match. Sign in again, best with a new token.',
  },
  'second-factor-required': {
    title: 'This account asks for a second factor',
    next: 'A password alone is not enough: make an access token on the server and sign in with that.',
  },
  'password-change-required': {
    title: 'The server wants a new password first',
    next: 'Sign in to the server in the browser, change the password, then try again.',
  },
  'account-blocked': {
    title: 'This account is blocked on the server',
    next: 'It is inactive or may not sign in. Ask the administrator of the server.',
  },
  'sign-in-required': {
    title: 'The server shows this only to signed-in users',
    next: 'Sign in again to this account.',
  },
  'missing-scope': {
    title: 'The token lacks a permission',
    titleWith: 'The token lacks the permission {{subject}}',
    next: 'Make a token with package: Read and Write, user: Read, organization: Read, then sign in again.',
  },
  'public-only-token': {
    title: 'The token works for public packages only',
    next: 'Make a token that is not limited to public packages, then sign in again.',
  },
  'not-allowed': {
    title: 'You may not do that here',
    next: 'Ask an owner of the organization for write access to packages, or check the token’s permissions.',
  },
  'account-missing': {
    title: 'The account is not in the app any more',
    titleWith: 'The account {{subject}} is not in the app any more',
    next: 'Nothing was sent. What was deleted from it can only be put back through the same account.',
  },
  'credential-locked': {
    title: 'The saved credential is locked',
    next: 'Unlock the system’s keyring and try again, or sign in again.',
  },
  'invalid-address': {
    title: 'That is no server address',
    next: 'Type it as in the browser, such as https://git.example.org.',
  },
  'invalid-package-name': {
    title: 'The server does not take this package name',
    next: 'Use letters, digits and _ . + - only.',
  },
  'invalid-version': {
    title: 'The server does not take this version',
    next: 'Choose a version without blanks at its ends.',
  },
  'invalid-file-name': {
    title: 'The server does not take this file name',
    titleWith: 'The server does not take the name {{subject}}',
    next: 'Publish it under a name of plain letters, digits and signs.',
  },
  'invalid-request': {
    title: 'The request could not be carried out',
    next: 'This is a fault of the app. Please report it with what you were doing.',
  },
  'owner-not-found': {
    title: 'There is no such user or organization',
    titleWith: 'There is no user or organization {{subject}}',
    next: 'Check the spelling. What is hidden from you looks the same as what does not exist.',
  },
  'not-found': {
    title: 'It is not on the server any more',
    titleWith: '{{subject}} is not on the server',
    next: 'Somebody may have deleted it, or you may no longer see it. Refresh the list.',
  },
  'not-offered': {
    title: 'This server does not offer that',
    next: 'It is too old or has packages switched off. Ask its administrator.',
  },
  'already-exists': {
    title: 'A file of this name is there already, with other bytes',
    titleWith: '{{subject}} is there already, with other bytes',
    next: 'Publish under another name or version, or delete the file on the server first.',
  },
  'changed-on-server': {
    title: 'It changed on the server since you looked',
    titleWith: '{{subject}} changed on the server since you looked',
    next: 'Nothing was done. Look at the new list, then decide again.',
  },
  'batch-incomplete': {
    title: 'Files of its batch are missing',
    titleWith: 'It comes after files that are missing: {{subject}}',
    next: 'Resume or retry those files: it goes on when they are there. A list of checksums that is retried itself goes without those that were cancelled.',
  },
  'no-copy-kept': {
    title: 'No copy could be kept, so nothing was deleted',
    titleWith: 'No copy could be kept, so it was not deleted: {{subject}}',
    next: 'Mend that and try again. To delete without a copy, set the trash to “Off” in the settings.',
  },
  'file-too-large': {
    title: 'The server refuses files of this size',
    titleWith: 'The server refuses files of this size: {{subject}}',
    next: 'Its administrator can raise the limit for packages; splitting the file helps too.',
  },
  'storage-quota-reached': {
    title: 'The storage quota is reached',
    next: 'Delete old versions or ask the administrator for more room.',
  },
  'package-count-reached': {
    title: 'No more packages are allowed for this owner',
    next: 'Delete old ones or ask the administrator to raise the limit.',
  },
  'refused-by-proxy': {
    title: 'Something in front of the server refused it',
    titleWith: '{{subject}} refused it',
    next: 'A proxy decides here who gets through, not the server. Ask its administrator to let this app pass.',
  },
  'too-large-for-proxy': {
    title: 'Something in front of the server refuses files of this size',
    titleWith: '{{subject}} refuses files of this size',
    next: 'Ask its administrator to allow larger request bodies.',
    nextWith: 'Ask its administrator to raise {{setting}}.',
  },
  'proxy-timed-out': {
    title: 'Something in front of the server gave up waiting for it',
    titleWith: '{{subject}} gave up waiting for the server',
    next: 'The server may be done all the same: look before trying again. The proxy’s administrator can make it wait longer.',
    nextWith:
      'The server may be done all the same: look before trying again. Its administrator can raise {{setting}}.',
  },
  'proxy-sign-in-required': {
    title: 'A proxy on the way to the server asks for a login',
    titleWith: 'A proxy on the way to {{subject}} asks for a login',
    next: 'Ask the administrator of this network to let the server through without one.',
  },
  'login-page': {
    title: 'A login page or other web page answered in place of the server',
    titleWith: 'A login page or other web page answered in place of {{subject}}',
    next: 'Open the address in the browser and sign in to the network or proxy there. Is it the address of Gitea or Forgejo?',
  },
  'packed-on-the-way': {
    title: 'Something in front of the server changes files on the way',
    titleWith: '{{subject}} changes files on the way: it compresses them',
    next: 'Nothing was saved. Ask its administrator not to compress what is below /api/packages.',
    nextWith:
      'Nothing was saved. Ask its administrator not to compress what is below /api/packages: {{setting}}.',
  },
  'too-many-requests': {
    title: 'The server asks to slow down',
    next: 'Wait a little, then try again.',
  },
  'server-unavailable': {
    title: 'The server is not available at the moment',
    titleWith: '{{subject}} is not available at the moment',
    next: 'It may be starting or in maintenance. Try again in a few minutes.',
  },
  'server-error': {
    title: 'The server ran into a fault of its own',
    titleWith: '{{subject}} ran into a fault of its own',
    next: 'Try again. If it stays, tell its administrator the time and what you did.',
  },
  'server-moved': {
    title: 'The server has moved',
    titleWith: 'The server has moved to {{subject}}',
    next: 'Add an account with the new address.',
  },
  'unexpected-answer': {
    title: 'The answer did not come from a package registry',
    next: 'Is the address that of Gitea or Forgejo? Something else may have answered in its place.',
  },
  'damaged-on-server': {
    title: 'The file is damaged on the server, or by something in front of it',
    next: 'Its bytes are not those that the server lists, time and again. Ask its administrator; publish it again if it is yours.',
  },
  'damaged-in-transit': {
    title: 'The bytes were damaged on the way',
    next: 'They do not match the checksum. Try again; if it stays, suspect a proxy.',
  },
  'split-file-damaged': {
    title: 'The parts of this file do not make it up',
    next: 'A part is missing, or the manifest does not tell of these parts. Publish the file again in parts if it is yours.',
  },
  'not-stored': {
    title: 'The server did not keep the file',
    next: 'It took all bytes but does not list the file as sent. Try again, or look on the server.',
  },
  'storage-link-expired': {
    title: 'The link to the server’s file storage expired',
    titleWith: 'The link to the server’s file storage {{subject}} expired',
    next: 'Try again: the server makes a new one each time.',
  },
  'storage-clock-differs': {
    title: 'The server and its file storage disagree about the time',
    titleWith: 'The server and its file storage {{subject}} disagree about the time',
    next: 'Ask the server’s administrator to set both clocks right.',
  },
  unreachable: {
    title: 'The server cannot be reached',
    titleWith: '{{subject}} cannot be reached',
    next: 'Check the address and your network. Is the server running?',
  },
  interrupted: {
    title: 'The connection broke off',
    titleWith: 'The connection to {{subject}} broke off',
    next: 'Try again: what is there already is not sent twice.',
  },
  'timed-out': {
    title: 'The server did not answer in time',
    titleWith: '{{subject}} did not answer in time',
    next: 'Try again. A slow network or a busy server may be the cause.',
  },
  'certificate-refused': {
    title: 'The server’s certificate is not trusted',
    titleWith: 'The server’s certificate is not trusted: {{subject}}',
    next: 'It may be expired, self-signed or made for another name. Check this computer’s clock, then ask the administrator.',
  },
  'redirect-refused': {
    title: 'The server sends elsewhere',
    titleWith: 'The server sends elsewhere: {{subject}}',
    next: 'The credential is not carried to another address. Use the address that the server calls itself by.',
  },
  'local-file-missing': {
    title: 'The file is no longer there',
    titleWith: '{{subject}} is no longer there',
    next: 'It was moved, renamed or deleted. Choose it again.',
  },
  'local-file-unreadable': {
    title: 'The file cannot be read',
    titleWith: '{{subject}} cannot be read',
    next: 'Check its permissions, or whether another program holds it.',
  },
  'local-file-changed': {
    title: 'The file changed since it was chosen',
    titleWith: '{{subject}} changed since it was chosen',
    next: 'Wait until it is complete, then choose it again.',
  },
  'not-a-plain-file': {
    title: 'That is no plain file',
    titleWith: '{{subject}} is no plain file',
    next: 'Links and devices are not published. Choose the file itself.',
  },
  'folder-not-writable': {
    title: 'The folder cannot be written to',
    titleWith: '{{subject}} cannot be written to',
    next: 'Choose another folder in the settings, or check its permissions.',
  },
  'disk-full': {
    title: 'The disk is full',
    next: 'Make room, then retry.',
  },
  'kept-file-damaged': {
    title: 'The kept copy is damaged or gone',
    titleWith: 'The kept copy of {{subject}} is damaged or gone',
    next: 'Nothing was sent. These bytes are not those that were deleted: get the file from elsewhere.',
  },
  'journal-not-writable': {
    title: 'The app could not write down what it was about to do',
    next: 'Nothing was deleted. Make room on the disk that holds the app’s own files, then retry.',
  },
  cancelled: {
    title: 'Cancelled',
    next: 'Nothing more happens.',
  },
  internal: {
    title: 'The app ran into a fault of its own',
    next: 'Try again. If it stays, please report it.',
  },
} as const satisfies Record<
  FailureReason,
  { readonly title: string; readonly titleWith?: string; readonly next: string; readonly nextWith?: string }
>;

/** A failure in words for people. */
export interface FailureWords {
  /** What happened, naming what stands in the way. */
  readonly title: string;
  /** What can be done about it. */
  readonly nextStep: string;
  /** Subject, status and the server's own words, for whoever is asked for help; null where there are none. */
  readonly details: string | null;
}

type NamingReason = {
  [Reason in FailureReason]: (typeof failureWords)[Reason] extends { readonly titleWith: string }
    ? Reason
    : never;
}[FailureReason];

type SettingReason = {
  [Reason in FailureReason]: (typeof failureWords)[Reason] extends { readonly nextWith: string }
    ? Reason
    : never;
}[FailureReason];

/** The phrases that a description is made of, so that the window can take them from its catalogue. */
export interface FailurePhrases {
  title(reason: FailureReason): string;
  titleWith(reason: NamingReason, subject: string): string;
  next(reason: FailureReason): string;
  nextWith(reason: SettingReason, setting: string): string;
  status(status: number): string;
  serverSaid(words: string): string;
}

const inEnglish: FailurePhrases = {
  title: (reason) => failureWords[reason].title,
  titleWith: (reason, subject) => failureWords[reason].titleWith.replace('{{subject}}', () => subject),
  next: (reason) => failureWords[reason].next,
  nextWith: (reason, setting) => failureWords[reason].nextWith.replace('{{setting}}', () => setting),
  status: (status) => `HTTP ${status}`,
  serverSaid: (words) => `the server said “${words}”`,
};

/** Whether the title of this reason has a place for what the failure is about. */
function namesSubject(reason: FailureReason): reason is NamingReason {
  return 'titleWith' in failureWords[reason];
}

/** Whether the next step of this reason has a place for the setting that mends it. */
function namesSetting(reason: FailureReason): reason is SettingReason {
  return 'nextWith' in failureWords[reason];
}

/** Title, next step, and what else is known of a failure. What a server hides in its words is spelled out. */
export function describeFailure(
  { reason, subject, status, serverWords, setting }: Failure,
  phrases: FailurePhrases = inEnglish,
): FailureWords {
  const isNamed = namesSubject(reason) && subject !== undefined && subject !== '';
  const details = [
    subject === undefined || isNamed ? '' : visibleText(subject),
    status === undefined ? '' : phrases.status(status),
    serverWords === undefined || serverWords === '' ? '' : phrases.serverSaid(visibleText(serverWords)),
  ].filter((detail) => detail !== '');
  return {
    title: isNamed ? phrases.titleWith(reason, visibleText(subject)) : phrases.title(reason),
    nextStep:
      namesSetting(reason) && setting !== undefined
        ? phrases.nextWith(reason, visibleText(setting))
        : phrases.next(reason),
    details: details.length === 0 ? null : details.join(' · '),
  };
}
