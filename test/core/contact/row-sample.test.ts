import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowSample } from '../../../src/core/contact/row-sample.js';

it('keeps every row of a short list, and few evenly spread ones of any other', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), (length) => {
      const sample = new RowSample<number>();
      for (let row = 0; row < length; row += 1) sample.add(row);
      const rows = sample.rows();
      const step = (rows[1] ?? 1) - (rows[0] ?? 0);
      expect(rows).toEqual(Array.from({ length: Math.ceil(length / step) }, (_, index) => index * step));
      expect(rows.length).toBeLessThan(256);
      if (length < 256) expect(step).toBe(1);
      else expect(rows.length).toBeGreaterThanOrEqual(128);
    }),
  );
});
