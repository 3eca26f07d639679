import type { CampaignState } from '../../core/campaign/campaign.js';
import { isoInstant } from '../../core/schedule/instant.js';
import { invariant } from '../../errors.js';
import type { Campaign, CampaignStore, IntentRow, TerritoryRow, WaitingTerritory } from '../store.js';
import type { Append } from './audit.js';
import { countsReader } from './campaign-counts.js';
import type { Context } from './context.js';
import { FROZEN } from './frozen.js';
import { planWriter } from './plan.js';
import { traceReader } from './trace.js';
import { intentSkipper } from './skip.js';

type CampaignColumns = Omit<Campaign, 'promotional' | 'urgent' | 'again' | 'gsm7'> &
  Record<'promotional' | 'urgent' | 'again' | 'gsm7', number>;

const CAMPAIGN_COLUMNS = `id, name, state, wish, purpose, promotional, urgent, again, gsm7, sender, template, provider,
  currency, starts_at AS startsAt, not_after AS notAfter, last_close AS lastClose, created_at AS createdAt`;

/** No row of it comes later. */
const ALL_OF_THE_LOG = Number.MAX_SAFE_INTEGER;

/** A campaign whose only plan was never frozen does not exist for anyone. */
const VISIBLE = `EXISTS (SELECT 1 FROM plan WHERE plan.campaign_id = campaign.id AND plan.state <> 'planning')`;

export function campaignStore(context: Context, append: Append): CampaignStore {
  const { db, transact, query } = context;
  const find = db.prepare<[string], CampaignColumns>(
    `SELECT ${CAMPAIGN_COLUMNS} FROM campaign WHERE name = ? AND ${VISIBLE}`,
  );
  const list = db.prepare<[], CampaignColumns>(`SELECT ${CAMPAIGN_COLUMNS} FROM campaign WHERE ${VISIBLE} ORDER BY id`);
  const names = db.prepare<[number], { name: string }>('SELECT name FROM campaign WHERE id = ?');
  const nameOf = (campaignId: number): string => {
    const row = names.get(campaignId);
    invariant(row !== undefined, 'a campaign that is worked on exists');
    return row.name;
  };
  const setState = db.prepare<[CampaignState, number]>(
    "UPDATE campaign SET state = ? WHERE id = ? AND state <> 'cancelled'",
  );
  // One run at a time: whatever else is called running was left so by a run that died.
  const leaveOthers = db.prepare<[number]>("UPDATE campaign SET state = 'paused' WHERE id <> ? AND state = 'running'");
  const setWish = db.prepare<[string | null, number, number]>(
    `UPDATE campaign SET wish = ? WHERE id = ? AND wish IS NOT 'cancel' AND NOT EXISTS (
       SELECT 1 FROM audit WHERE seq > ? AND kind = 'campaign_paused' AND audit.campaign = campaign.name)`,
  );
  // The plans of one confirmation stand one after the other in the log, under one instant; two confirmations may have the
  // same instant, and then another plan was frozen in between.
  const confirmed = db.prepare<[string], { count: number }>(
    `SELECT sum(planned) AS count FROM (
       SELECT at, data ->> 'planned' AS planned, seq - row_number() OVER (ORDER BY seq) AS run
       FROM audit WHERE campaign = ? AND kind = 'plan_confirmed') GROUP BY run, at`,
  );
  const stopped = db.prepare<[string, string]>(
    "SELECT 1 FROM audit WHERE campaign = ? AND kind = 'run_stopped' AND data ->> 'rule' = ? LIMIT 1",
  );
  const skip = intentSkipper(db, append);
  const plans = planWriter(context, append, skip, nameOf);

  return {
    findCampaign: (name) => query(() => campaignOf(find.get(name))),
    listCampaigns: () => query(() => list.all().flatMap((row) => campaignOf(row) ?? [])),
    ...plans,
    confirmedCounts: (name) => query(() => confirmed.all(name).map(({ count }) => count)),
    wasStoppedBy: (rule, name) => query(() => stopped.get(name, rule) !== undefined),
    setState: (campaignId, state) =>
      transact(() => {
        setState.run(state, campaignId);
        if (state === 'running') leaveOthers.run(campaignId);
      }),
    setWish: (campaignId, wish, upTo = ALL_OF_THE_LOG) =>
      transact(() => {
        setWish.run(wish, campaignId, upTo);
      }),
    extendCampaign: (campaignId, notAfter, stamp) =>
      transact(() => {
        const until = isoInstant(notAfter);
        db.prepare('UPDATE campaign SET not_after = ? WHERE id = ?').run(until, campaignId);
        const data = { notAfter: until };
        append({ kind: 'campaign_extended', campaign: nameOf(campaignId), data }, stamp);
      }),
    recordPause: (campaignId, stamp) =>
      transact(() => {
        setWish.run('pause', campaignId, ALL_OF_THE_LOG);
        append({ kind: 'campaign_paused', campaign: nameOf(campaignId) }, stamp);
      }),
    cancelCampaign: (campaignId, stamp) =>
      transact(() => {
        const count = skip.all(campaignId, 'cancelled', stamp);
        setState.run('cancelled', campaignId);
        setWish.run('cancel', campaignId, ALL_OF_THE_LOG);
        const data = { skipped: count };
        append({ kind: 'campaign_cancelled', campaign: nameOf(campaignId), data }, stamp);
        return count;
      }),
    ...campaignReader(context),
    ...countsReader(context),
    ...traceReader(context),
  };
}

function campaignOf(row: CampaignColumns | undefined): Campaign | null {
  if (row === undefined) return null;
  const { promotional, urgent, again, gsm7, ...rest } = row;
  return { ...rest, promotional: promotional === 1, urgent: urgent === 1, again: again === 1, gsm7: gsm7 === 1 };
}

/** A territory as its row holds it: lists are JSON. */
type Stored<Row extends WaitingTerritory> = Omit<Row, 'zones' | 'calendars'> & Record<'zones' | 'calendars', string>;

function listsOf({ zones, calendars }: Stored<WaitingTerritory>): Pick<WaitingTerritory, 'zones' | 'calendars'> {
  return { zones: JSON.parse(zones) as string[], calendars: JSON.parse(calendars) as string[] };
}

function campaignReader(
  context: Context,
): Pick<CampaignStore, 'waitingTerritories' | 'territoriesOf' | 'intents' | 'costlessCountries' | 'spoiltTexts'> {
  const { db, query } = context;
  const waiting = db.prepare<[number], Stored<WaitingTerritory>>(
    `SELECT id, code, country, zones, calendars, profile FROM territory
     WHERE campaign_id = ? AND EXISTS (
       SELECT 1 FROM intent ${FROZEN} WHERE intent.territory_id = territory.id AND intent.state = 'planned') ORDER BY id`,
  );
  const territories = db.prepare<[number], Stored<TerritoryRow>>(
    // Counted one territory after another: to group the messages, SQLite would sort them all in memory.
    `SELECT * FROM (
       SELECT id, code, country, zones, calendars, profile,
         (SELECT count(*) FROM intent ${FROZEN} WHERE intent.territory_id = territory.id AND intent.state = 'planned') AS remaining
       FROM territory WHERE campaign_id = ?)
     WHERE remaining > 0 ORDER BY remaining DESC, code`,
  );
  const intents = db.prepare<[number, number | null, number | null, number, number], IntentRow>(
    `SELECT intent.id, line, row, phone AS number, ref, text, segments, encoding, intent.state, reason, receipt, code AS territory
     FROM intent JOIN subject ON subject.id = intent.subject_id JOIN territory ON territory.id = intent.territory_id ${FROZEN}
     WHERE intent.campaign_id = ? AND (? IS NULL OR row = ?)
       AND (? = 0 OR (intent.state = 'planned' AND plan.state = 'frozen')) ORDER BY intent.id LIMIT ?`,
  );
  const costless = {
    waiting: db.prepare<[number], { country: string }>(
      `SELECT DISTINCT country FROM territory WHERE campaign_id = ? AND EXISTS (
         SELECT 1 FROM intent ${FROZEN}
         WHERE intent.territory_id = territory.id AND intent.state = 'planned' AND cost_micros = 0) ORDER BY country`,
    ),
    left: db.prepare<[number], { country: string }>(
      `SELECT DISTINCT country FROM territory WHERE id IN (
         SELECT territory_id FROM intent
         WHERE campaign_id = ? AND state IN ('accepted', 'unknown', 'submitting') AND cost_micros = 0) ORDER BY country`,
    ),
  };
  const spoilt = db.prepare<[number], { count: number }>(
    `SELECT count(*) AS count FROM territory
     JOIN intent ON intent.territory_id = territory.id AND intent.state = 'planned'
     JOIN plan ON plan.id = intent.plan_id AND plan.state = 'frozen'
     WHERE territory.campaign_id = ? AND instr(text, char(65533)) > 0`,
  );
  return {
    spoiltTexts: (campaignId) => query(() => spoilt.get(campaignId)?.count ?? 0),
    costlessCountries: (campaignId, of) => query(() => costless[of].all(campaignId).map(({ country }) => country)),
    waitingTerritories: (campaignId) =>
      query(() => waiting.all(campaignId).map((row) => ({ ...row, ...listsOf(row) }))),
    territoriesOf: (campaignId) => query(() => territories.all(campaignId).map((row) => ({ ...row, ...listsOf(row) }))),
    intents: (campaignId, { row = null, isWaiting = false, limit }) =>
      query(() => intents.all(campaignId, row, row, isWaiting ? 1 : 0, limit)),
  };
}
