package io.ottla.protocol.fetch;

/**
 * How much one response may still carry. The first partition that has records returns at least one whole batch, however
 * large (KIP-74), so that a consumer with small limits is never stuck. Of one response, by one thread.
 */
public final class ReadBudget {
    private int bytesLeft;
    private boolean firstBatchDue = true;

    /** A budget of so many bytes. */
    public ReadBudget(int maxBytes) {
        this.bytesLeft = Math.max(0, maxBytes);
    }

    /** How much a partition that wants up to {@code maxBytes} may read. */
    int grant(int maxBytes) {
        return Math.min(bytesLeft, Math.max(0, maxBytes));
    }

    /** Whether the next records may be one batch larger than what is granted. */
    boolean firstBatchDue() {
        return firstBatchDue;
    }

    /** Whether nothing more can be read. */
    boolean isSpent() {
        return bytesLeft == 0 && !firstBatchDue;
    }

    /** Takes what was read off the budget. */
    void spend(int bytes) {
        if (bytes > 0) {
            firstBatchDue = false;
            bytesLeft = Math.max(0, bytesLeft - bytes);
        }
    }
}
