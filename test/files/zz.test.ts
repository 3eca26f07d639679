import { it } from 'vitest';
import iconv from 'iconv-lite';
import { plausibilityOf } from '../../src/files/plausibility.js';
const t: Record<string,string>={fr:'téléphone;prénom;nom\r\n0639980001;Hélène;Lefèvre\r\n0639980002;François;Noël\r\n0639980003;Élodie;Château\r\n',
fr1:'phone\r\nRené\r\n', caps:'HÉLÈNE;LEFÈVRE;FRANÇOIS', de:'Müller;Jörg Groß', ap:'l’été à l’école « oui » — 5 €',
ru:'телефон;имя\r\n0639980001;Иван Петров\r\n0639980001;Анна Смирнова\r\n',pl:'telefon;imię\r\n0639980001;Łukasz Wiśniewski\r\n0639980002;Małgorzata Zielińska\r\n0639980001;Bożena Dąbrowska\r\n',
el:'τηλέφωνο;όνομα\r\n0639980001;Γιώργος Παπαδόπουλος\r\n', ja:'電話;名前\r\n0639980001;山田太郎\r\n0639980001;鈴木花子\r\n', cs:'telefon;jméno\r\n0639980001;Žižka Dvořák\r\n0639980001;Růžena Němcová\r\n',sl:'Žiga Kneževič Škoda Đoković'};
it('x',()=>{ for (const [k,e] of [['fr','windows-1252'],['fr','macintosh'],['fr','cp850'],['fr1','windows-1252'],['fr1','macintosh'],['fr1','cp850'],['caps','windows-1252'],['caps','macintosh'],['caps','cp850'],['de','windows-1252'],['de','macintosh'],['de','cp850'],['ap','windows-1252'],['ap','macintosh'],['ru','windows-1251'],['pl','windows-1250'],['cs','windows-1250'],['sl','windows-1250'],['el','windows-1253'],['ja','shift_jis'],['fr','utf-8'],['caps','utf-8']] as const) { const b=iconv.encode(t[k]!,e); console.log(k.padEnd(5),e.padEnd(14),['windows-1252','macintosh','cp850','utf-8'].map(x=>x+':'+plausibilityOf(iconv.decode(b,x))).join(' ')); } });
