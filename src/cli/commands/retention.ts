import { Command } from 'commander';
import { keptCategories, termSource } from '../../core/rights/retention.js';
import { isoInstant } from '../../core/schedule/instant.js';
import { leftovers, removeLeftovers } from '../../files/leftovers.js';
import { rehearsalsOlderThan } from '../../files/rehearsals.js';
import { applyRetention, surveyRetention, type Retention, type RetentionDeps } from '../../flows/apply-retention.js';
import type { Ledger } from '../../store/store.js';
import { phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { localZone } from './campaign-options.js';

export function retentionCommand(app: () => App, words: HelpWords): Command {
  return new Command('retention')
    .option('--apply', words('retention.helpApply'))
    .action((options: { readonly apply?: boolean }) => runRetention(app(), options.apply === true));
}

async function runRetention(app: App, isApplied: boolean): Promise<void> {
  const retention = await app.withLedger(isApplied ? 'write' : 'read', (ledger) => {
    const deps = depsOf(app, ledger);
    return isApplied ? app.holdingAll(app.workspace().files, () => applyRetention(deps)) : surveyRetention(deps);
  });
  if (app.globals.json) app.out(JSON.stringify(documentOf(app, retention, isApplied)));
  else for (const line of linesOf(app, retention, isApplied)) app.out(line);
}

function depsOf(app: App, ledger: Ledger): RetentionDeps {
  const { config, files } = app.workspace();
  return {
    ledger,
    actor: app.actor,
    clock: app.world.clock,
    config,
    zone: localZone(app, { config }),
    rehearsalsOlderThan: (bound) => rehearsalsOlderThan(files, bound.toMillis()),
    removeRehearsals: (rehearsals) => app.removeRehearsals(rehearsals),
    leftovers: () => leftovers(files),
    removeLeftovers: () => removeLeftovers(files),
  };
}

function documentOf(
  app: App,
  { due, rehearsals, leftovers: left }: Retention,
  isApplied: boolean,
): Record<string, unknown> {
  const { config } = app.workspace();
  return {
    type: 'retention',
    applied: isApplied,
    categories: due.map(({ category, months, before, count }) => ({
      ...{ category, months, before: isoInstant(before), count },
      source: termSource(category, config.retention),
    })),
    rehearsals,
    leftovers: left,
    kept: keptCategories,
  };
}

function linesOf(app: App, { due, rehearsals, leftovers: left }: Retention, isApplied: boolean): readonly string[] {
  const { config } = app.workspace();
  const { locale } = app.formats;
  const total = due.reduce((sum, { count }) => sum + count, left.length);
  return [
    ...due.flatMap(({ category, months, count }) => {
      const source = termSource(category, config.retention);
      const why =
        source === null
          ? phrase('retention.configured')
          : phrase('retention.source', { ...source, source: source[locale] });
      return [
        app.say(phrase('retention.due', { category, months, count, isApplied })),
        app.paint.out.dim(`    ${app.say(why)}`),
      ];
    }),
    ...(rehearsals.length === 0 ? [] : [`    ${app.say(phrase('retention.rehearsals', { names: rehearsals }))}`]),
    ...(left.length === 0 ? [] : [app.say(phrase('leftovers.erased', { files: left, isAhead: !isApplied }))]),
    ...keptCategories.map((category) => app.say(phrase('retention.kept', { category }))),
    ...(isApplied || total === 0 ? [] : [app.say(phrase('retention.applyHint'))]),
  ];
}
