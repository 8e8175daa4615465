import { readFileSync } from 'node:fs'
import { EdgeConfig, startEdge } from '@/lab/cloudflare/server'

const [, , configFile] = process.argv
if (!configFile) throw new Error('usage: main.ts <config.json>')

await startEdge(EdgeConfig.parse(JSON.parse(readFileSync(configFile, 'utf8'))))
