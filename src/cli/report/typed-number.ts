import { shownNumber, type E164, type Revealing } from '../../core/contact/phone-number.js';
import { writtenNumber } from '../../flows/export-shapes.js';
import type { App } from '../app.js';

/** The number that a command was given, as its answer has it. Whoever typed it knows it: the log need not say so. */
export function typedNumber({ globals }: Pick<App, 'globals'>, number: E164, revealing: Revealing): string {
  return globals.json ? writtenNumber(number, revealing) : shownNumber(number, revealing);
}
