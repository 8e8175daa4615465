import { readdirSync, readFileSync } from 'node:fs'
import { parseInventory } from '@/lib/server/inventory-files/parse-inventory'
import { z } from 'zod'
const kinds: any[] = []
for (const f of readdirSync('lib/server/probes').filter((f) => f.endsWith('.probe.ts'))) {
  try { const m = await import(`@/lib/server/probes/${f.replace('.ts', '')}`); for (const v of Object.values(m) as any[]) if (v?.kind && v?.settings) kinds.push(v) } catch (e) { console.log(f, String(e).slice(0, 200)) }
}
const have = new Set(kinds.map((k) => k.kind))
const missing = new Set<string>()
const text = readFileSync('inventory/askproai.yaml', 'utf8')
for (const m of text.matchAll(/^ +kind: ([a-z0-9-]+)$/gm)) if (!have.has(m[1])) { missing.add(m[1]!); }
for (const kind of missing) kinds.push({ kind, settings: z.any() })
console.log('missing', [...missing].join(' '))
try { const i = parseInventory(text, { file: 'y', probeKinds: kinds }); console.log('valid', i.nodes.length, i.links.length) } catch (e: any) { console.log(e.message); for (const p of e.problems ?? []) console.log(p.line, p.path, p.message, '|', p.remedy) }
