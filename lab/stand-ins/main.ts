import { readFileSync } from 'node:fs'
import { startStandIn } from '@/lab/stand-ins/stand-in'

const [, , configFile] = process.argv
if (!configFile) throw new Error('usage: main.ts <config.json>')

await startStandIn(JSON.parse(readFileSync(configFile, 'utf8')))
