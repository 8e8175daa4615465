import type { RuleDefinition } from '@/lib/core/findings/rule-definition'
import { dns001 } from './dns-001.rule'
import { dns002 } from './dns-002.rule'
import { dns003 } from './dns-003.rule'
import { dns004 } from './dns-004.rule'
import { dns005 } from './dns-005.rule'
import { dns006 } from './dns-006.rule'
import { dns007 } from './dns-007.rule'
import { dns008 } from './dns-008.rule'
import { dns009 } from './dns-009.rule'
import { dns010 } from './dns-010.rule'
import { dns011 } from './dns-011.rule'
import { dns012 } from './dns-012.rule'
import { dns013 } from './dns-013.rule'
import { dns014 } from './dns-014.rule'
import { dns015 } from './dns-015.rule'
import { dns016 } from './dns-016.rule'
import { dns017 } from './dns-017.rule'
import { dns018 } from './dns-018.rule'
import { dns019 } from './dns-019.rule'
import { dns020 } from './dns-020.rule'
import { dns021 } from './dns-021.rule'
import { dns022 } from './dns-022.rule'
import { dns023 } from './dns-023.rule'
import { dns024 } from './dns-024.rule'
import { dns025 } from './dns-025.rule'

export const dnsRules: readonly RuleDefinition[] = [
  dns001,
  dns002,
  dns003,
  dns004,
  dns005,
  dns006,
  dns007,
  dns008,
  dns009,
  dns010,
  dns011,
  dns012,
  dns013,
  dns014,
  dns015,
  dns016,
  dns017,
  dns018,
  dns019,
  dns020,
  dns021,
  dns022,
  dns023,
  dns024,
  dns025,
]
