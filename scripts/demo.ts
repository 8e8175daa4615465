/**
 * `npm run demo [-- --yes] [--detach]`: the lab, the console and its workers on the estate askproai.de. Without
 * `--detach` it stays until Ctrl-C and ends all that it started; with it, `npm run demo:stop` does.
 */
import { parseArgs } from 'node:util'
import { confirmSetup } from './demo/confirm'
import { followRunner, isRunning, startRunner, stopRunner } from './demo/runner-process'
import { printWelcome } from './demo/welcome'

const { values } = parseArgs({ options: { yes: { type: 'boolean' }, detach: { type: 'boolean' } } })
const isForeground = !values.detach

if (isRunning()) {
  console.log('The demo runs already.')
  printWelcome()
  process.exit(0)
}
if (!values.yes && !process.env.CI && !(await confirmSetup())) process.exit(1)

const runner = startRunner()
let isEnding = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
const outcome = await followRunner(runner)
if (outcome !== 'ready') {
  await stopRunner(console.log)
  console.error('The demo did not start; its log is above and in the data folder, demo/demo.log.')
  process.exit(1)
}
printWelcome()
if (isForeground) {
  console.log('\nCtrl-C ends the demo.')
  setInterval(() => {
    if (!isEnding && !isRunning()) process.exit(0)
  }, 1_000)
} else {
  console.log('\nnpm run demo:stop ends it.')
  process.exit(0)
}

async function end(): Promise<void> {
  if (isEnding) return
  isEnding = true
  console.log('\nEnding the demo …')
  await stopRunner(console.log)
  process.exit(0)
}
