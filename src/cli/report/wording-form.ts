import { formLabels, wordingLanguages, type WordingLanguage } from '../../core/consent/wording.js';
import { idOf } from '../../flows/keep-wording.js';
import type { WordingVersion } from '../../store/wording-store.js';

/** What a person fills in by hand, in this order. */
const lines = ['name', 'phone', 'date', 'signature', 'collected'] as const;

/**
 * A form on one sheet: the words exactly as they are kept, lines to fill in, and at the foot the id and the hash by which
 * a consent refers to them. Stands alone: no script, nothing from elsewhere.
 */
export function wordingForm(version: WordingVersion, controller: string): string {
  const language = wordingLanguages.find((one) => one === version.language) ?? ('en' satisfies WordingLanguage);
  const labels = formLabels(language);
  const title = `${controller} – ${labels.title}`;
  const rows = lines.map((line) => `<tr><th scope="row">${escaped(labels[line])}</th><td></td></tr>`);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
@page { size: A4; margin: 25mm 20mm }
body { font: 12pt/1.5 serif; max-width: 42em; margin: 2em auto; padding: 0 1em }
.words { white-space: pre-wrap }
table { width: 100%; border-collapse: collapse; margin-top: 2em }
th { text-align: left; font-weight: normal; width: 30%; vertical-align: bottom; padding-top: 2em }
td { border-bottom: 1px solid }
footer { margin-top: 3em; font-size: 9pt; overflow-wrap: anywhere }
</style>
</head>
<body>
<h1>${escaped(controller)}</h1>
<p class="words">${escaped(version.text)}</p>
<table>
${rows.join('\n')}
</table>
<footer>${escaped(idOf(version))} · SHA-256 ${escaped(version.hash)}</footer>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
