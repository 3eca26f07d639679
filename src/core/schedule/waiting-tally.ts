import type { Waiting } from './forecast.js';
import type { Place } from './hours.js';
import type { SendingProfile } from './profiles.js';

/**
 * Counts who waits, by the hours that they keep and by their place. Hours are told apart as objects: of a profile there is
 * one, and those that were narrowed since a plan are of one territory.
 */
export class WaitingTally {
  private readonly byHours = new Map<SendingProfile | null, Map<string, Waiting & { count: number }>>();

  /** @param profile Null: any hour. */
  add({ zones, calendars }: Place, profile: SendingProfile | null, messages: number): void {
    const there = this.byHours.get(profile) ?? new Map<string, Waiting & { count: number }>();
    this.byHours.set(profile, there);
    const name = `${zones.join()} ${calendars.join()}`;
    const known = there.get(name);
    if (known !== undefined) known.count += messages;
    else there.set(name, { place: { zones, calendars }, profile, count: messages });
  }

  all(): readonly Waiting[] {
    return [...this.byHours.values()].flatMap((there) => [...there.values()]);
  }
}
