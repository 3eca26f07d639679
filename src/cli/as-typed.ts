import { maskNumbersIn } from '../core/contact/mask-text.js';
import { printable } from '../words/printable.js';
import { shellWord } from '../words/shell-word.js';
import type { GlobalOptions } from './app.js';
import { commandNames, namedBehind } from './program.js';

/** Commands that are about one campaign, which may have a rehearsal of its name. */
const ofCampaigns: readonly string[] = [...namedBehind, 'plan', 'send', 'why', 'audit'];

/** Where a workspace is made there is none to name. */
const inWorkspaces = commandNames.filter((name) => name !== 'init');

/** A command in words of ours; in a path the same letters are a folder. */
const named = new RegExp(`(?<![\\w./\\\\-])smsctl (?=(${inWorkspaces.join('|')})\\b)`, 'g');

/** A command that says itself who is to type it: somebody else. */
const byAnother = /^[^;]*--operator /;

/** Of the options that stand for every command, those that a command named to somebody needs again. */
export type TypedGlobals = Pick<GlobalOptions, 'workspace' | 'operator' | 'rehearsal'>;

/**
 * The commands that a text names, so that they do what it says when they are typed as they stand: in the workspace that was
 * named on the line, by whom it named, for the log would tell of another, and about the rehearsal where that was asked for.
 * Without it they could be about a real campaign. A clock is not given again: its rehearsal goes on under it, and would
 * begin anew at that instant; the ledger takes none.
 */
export function asTyped(text: string, { workspace, operator, rehearsal }: TypedGlobals): string {
  const folder = workspace === undefined ? '' : `--workspace ${shellWord(printable(workspace))} `;
  // One with a number is refused, but the words of a refusal may come before.
  const actor = operator === undefined ? '' : `--operator ${shellWord(printable(maskNumbersIn(operator)))} `;
  return text.replace(named, (match: string, command: string, at: number) => {
    const who = byAnother.test(text.slice(at + match.length)) ? '' : actor;
    const meant = rehearsal === true && ofCampaigns.includes(command) ? '--rehearsal ' : '';
    return `smsctl ${folder}${who}${meant}`;
  });
}
