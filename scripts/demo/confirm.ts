import { createInterface } from 'node:readline/promises'
import { dataFolder } from '@/lib/server/config/data-folder'

const explanation = `The demo runs the estate askproai.de for real on this machine:

  - it downloads Debian packages (nginx, PHP-FPM, MariaDB, Redis, Knot, OpenSSH, Prometheus, Alertmanager, Loki and
    exporters, about 300 MB) and unpacks them into ${dataFolder()}/debian.
    Nothing is installed, started or configured on the machine, and services that run already are left alone.
  - it starts about 40 servers on loopback addresses 127.10.x.x, PostgreSQL, and the console on 127.0.0.1.
  - npm run demo:stop ends all of it; deleting the folder removes it.
`

/** Asks before anything is downloaded or started; without a terminal there is nobody to ask. */
export async function confirmSetup(): Promise<boolean> {
  console.log(explanation)
  if (!process.stdin.isTTY) {
    console.error('There is no terminal to ask on. Say yes with: npm run demo -- --yes')
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question('Go on? [Y/n] ')
  terminal.close()
  return /^(y(es)?)?$/i.test(answer.trim())
}
