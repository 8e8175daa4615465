/** `npm run bench -- NAME [options]`: runs one benchmark; its last line is one JSON object. */
const benchmarks: Readonly<Record<string, () => Promise<{ run(args: readonly string[]): Promise<object> }>>> =
  {
    probes: () => import('./probes'),
    live: () => import('./live'),
    retention: () => import('./retention'),
    ports: () => import('./ports'),
    findings: () => import('./findings'),
  }

const [name = '', ...args] = process.argv.slice(2)
const load = benchmarks[name]
if (load === undefined) {
  console.error(
    `usage: npm run bench -- NAME [options]   where NAME is one of ${Object.keys(benchmarks).join(', ')}`,
  )
  process.exit(2)
}
const benchmark = await load()
console.log(JSON.stringify(await benchmark.run(args)))
process.exit(0)

export {}
