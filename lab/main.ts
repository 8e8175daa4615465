import { runLabCommand } from '@/lab/command-line'

process.exitCode = await runLabCommand(process.argv.slice(2))
