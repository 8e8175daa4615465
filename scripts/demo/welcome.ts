import { demoFile, readDemo } from '@/lib/testing/demo'

/** Where the console is and who may sign in. */
export function printWelcome(): void {
  const demo = readDemo()
  const lines = Object.entries(demo.users).map(
    ([role, person]) => `  ${role.padEnd(10)} ${person.email.padEnd(28)} ${person.password}`,
  )
  console.log(
    `\nSwitchyard is open at ${demo.url}\n\n${lines.join('\n')}\n\n(also in ${demoFile()}, with API tokens)`,
  )
}
