/** `npm run demo:stop`: ends everything that the demo started, also after it was killed; data is kept. */
import { stopRunner } from './demo/runner-process'

await stopRunner(console.log)
console.log('The demo is stopped. Its data stays; npm run demo goes on with it.')
