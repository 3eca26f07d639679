import type { CampaignStore, PlannedBefore } from '../store.js';
import type { Context } from './context.js';
import { FROZEN } from './frozen.js';
import { isAmongPrints } from './prints.js';
import { hasReference } from './references.js';

/** Finds what earlier plans of a campaign hold of some numbers. */
export function plannedReader({ db, keyring, query }: Context): Pick<CampaignStore, 'plannedBefore'> {
  const before = db.prepare<[number, string], PlannedBefore>(
    `SELECT subject.phone AS number, intent.segments, intent.encoding, intent.cost_micros AS costMicros,
            territory.code AS territory, CASE intent.encoding WHEN 'UCS-2' THEN nullif(intent.text, '') END AS ucs2Text
     FROM subject JOIN intent ON intent.subject_id = subject.id AND intent.campaign_id = ?
       JOIN territory ON territory.id = intent.territory_id ${FROZEN}
     WHERE ${isAmongPrints()} AND subject.phone IS NOT NULL`,
  );
  const beforeByRef = db.prepare<[string], Omit<PlannedBefore, 'number'> & { readonly ref: string }>(
    `SELECT intent.ref, intent.segments, intent.encoding, intent.cost_micros AS costMicros, territory.code AS territory,
            CASE intent.encoding WHEN 'UCS-2' THEN nullif(intent.text, '') END AS ucs2Text
     FROM json_each(?) AS asked JOIN intent ON ${hasReference('asked.value')}
       JOIN territory ON territory.id = intent.territory_id ${FROZEN}`,
  );
  const campaignName = db.prepare<[number], { name: string }>('SELECT name FROM campaign WHERE id = ?');
  return {
    plannedBefore: (campaignId, numbers) =>
      query(() => {
        const name = campaignName.get(campaignId)?.name ?? '';
        const own = before
          .all(campaignId, JSON.stringify(numbers.map((number) => keyring.fingerprintHex(number))))
          .map((row) => [row.number, row] as const);
        // A number that somebody else had when this campaign texted it gets no second message of it.
        const refs = new Map(
          numbers.flatMap((number) =>
            [keyring, ...keyring.retired].map((one) => [one.reference(name, number), number] as const),
          ),
        );
        const byRef = beforeByRef.all(JSON.stringify([...refs.keys()])).flatMap(({ ref, ...row }) => {
          const number = refs.get(ref);
          return number === undefined ? [] : [[number, { ...row, number }] as const];
        });
        return new Map([...byRef, ...own]);
      }),
  };
}
