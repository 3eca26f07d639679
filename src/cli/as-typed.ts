import { printable } from '../words/printable.js';
import type { GlobalOptions } from './app.js';
import { commandNames, namedBehind } from './program.js';

/** Commands that are about one campaign, which may have a rehearsal of its name. */
const ofCampaigns: readonly string[] = [...namedBehind, 'plan', 'send', 'why', 'audit'];

/** Where a workspace is made there is none to name. */
const inWorkspaces = commandNames.filter((name) => name !== 'init');

/** A command in words of ours; in a path the same letters are a folder. */
const named = new RegExp(`(?<![\\w./\\\\-])smsctl (?=(${inWorkspaces.join('|')})\\b)`, 'g');

/**
 * The commands that a text names, so that they do what it says when they are typed as they stand: in the workspace that was
 * named on the line, and about the rehearsal where that was asked for. Without it they could be about a real campaign.
 */
export function asTyped(
  text: string,
  { workspace, rehearsal }: Pick<GlobalOptions, 'workspace' | 'rehearsal'>,
): string {
  const folder = workspace === undefined ? '' : `--workspace ${quoted(printable(workspace))} `;
  return text.replace(named, (_, command: string) => {
    const meant = rehearsal === true && ofCampaigns.includes(command) ? '--rehearsal ' : '';
    return `smsctl ${folder}${meant}`;
  });
}

function quoted(folder: string): string {
  return /^[\w./:\\~-]+$/.test(folder) ? folder : `"${folder}"`;
}
