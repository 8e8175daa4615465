/** `npm start`: the console and one worker for an estate of one's own, until Ctrl-C. */
import { runConsole } from './console/run-console'

const running = await runConsole({ workers: 1, log: console.log }).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
console.log(`\nSwitchyard is open at ${running.url}. Ctrl-C ends it.`)
console.log('Put an estate in force: npm run inventory -- apply inventory/mine.yaml')
let isEnding = false
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    if (isEnding) return
    isEnding = true
    console.log('\nEnding …')
    void running.stop().then(() => process.exit(0))
  })
}
