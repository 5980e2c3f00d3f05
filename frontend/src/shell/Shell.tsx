import { useState } from 'react';
import { Outlet } from 'react-router';
import { shortcuts } from '../keys/shortcuts';
import { useShortcut } from '../keys/useShortcut';
import { useTheme } from '../theme/useTheme';
import { Button } from '../ui/Button';
import { ConnectionState } from './ConnectionState';
import { Footer } from './Footer';
import { KeyHelp } from './KeyHelp';
import { KafkaBanner } from './KafkaBanner';
import { Mark } from './Mark';
import { Pages } from './Pages';
import { StaleBanner } from './StaleBanner';
import { useAuditNotices } from './useAuditNotices';
import { useTitle } from './useTitle';
import styles from './Shell.module.css';

/** What is around every page: name, pages, connection, theme, help. */
export function Shell() {
  const theme = useTheme();
  const [help, setHelp] = useState(false);
  useTitle();
  useAuditNotices();
  useShortcut(shortcuts.theme, theme.next);
  useShortcut(shortcuts.help, () => setHelp(true));
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to the page
      </a>
      <header className={styles.bar}>
        <div className={styles.name}>
          <Mark />
          <span>Telltale</span>
        </div>
        <Pages />
        <ConnectionState />
        <div className={styles.tools}>
          <Button
            onClick={theme.next}
            shortcut={shortcuts.theme}
            title="Theme: system, light, dark"
          >
            <span className={styles.long}>Theme:</span> {theme.choice}
          </Button>
          <Button onClick={() => setHelp(true)} shortcut={shortcuts.help} aria-haspopup="dialog">
            Keys
          </Button>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <KafkaBanner />
        <Outlet />
      </main>
      <Footer />
      <StaleBanner />
      <KeyHelp open={help} onOpenChange={setHelp} />
    </div>
  );
}
