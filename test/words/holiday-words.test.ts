import { expect, it } from 'vitest';
import { openHolidayBook } from '../../src/core/schedule/holidays.js';
import { holidayFr } from '../../src/words/holiday-words.js';

it('Swiss holidays have French names on French screens', async () => {
  const book = await openHolidayBook();
  const days = ['01-01', '08-01', '12-25', '12-26'].map((day) =>
    holidayFr(book.holidayOn('CH-ZH', `2026-${day}`) ?? ''),
  );
  expect(days).toEqual(['Nouvel An', 'Fête nationale', 'Noël', 'Saint-Étienne']);
  expect(holidayFr(book.holidayOn('CH-TI', '2026-08-01') ?? '')).toBe('Fête nationale');
  expect(holidayFr('Fête de nulle part')).toBe('Fête de nulle part');
});
