import { ActionIcon } from '@mantine/core';
import { useTexts } from './i18n';

/** Back to the list, on narrow screens. */
export function BackButton({ onBack }: { onBack: () => void }) {
  const { t } = useTexts();
  return (
    <ActionIcon className="narrow-only" variant="subtle" color="gray" size="lg" aria-label={t('thread.back')} onClick={onBack}>
      ‹
    </ActionIcon>
  );
}
