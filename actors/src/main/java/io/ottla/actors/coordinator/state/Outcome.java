package io.ottla.actors.coordinator.state;

import io.ottla.actors.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.protocol.Errors;

/**
 * What a command or the passing of time led to. The records are to be appended first; once they are committed they are
 * replayed and the answers given. Without records the answers are given at once.
 *
 * @param records to be appended as one batch, in order
 * @param answers to be given afterwards, in order
 */
public record Outcome(List<CoordinatorRecord> records, List<Answer<?>> answers) {
    /** Nothing came of it. */
    public static final Outcome NOTHING = new Outcome(List.of(), List.of());

    /** An answer that needs no record. */
    public static <T> Outcome answer(Reply<T> to, T value) {
        return new Outcome(List.of(), List.of(Answer.always(to, value)));
    }

    /** Whether something must be committed before the answers go out. */
    public boolean writes() {
        return !records.isEmpty();
    }

    /** This and then that. */
    public Outcome and(Outcome more) {
        List<CoordinatorRecord> allRecords = new ArrayList<>(records);
        allRecords.addAll(more.records);
        List<Answer<?>> allAnswers = new ArrayList<>(answers);
        allAnswers.addAll(more.answers);
        return new Outcome(allRecords, allAnswers);
    }

    /** Collects an outcome while a decision is taken. */
    public static final class Builder {
        private final List<CoordinatorRecord> records = new ArrayList<>();
        private final List<Answer<?>> answers = new ArrayList<>();

        /** Has a record written. */
        public void write(CoordinatorRecord record) {
            records.add(record);
        }

        /** Gives an answer, whatever becomes of the records. */
        public <T> void answer(Reply<T> to, T value) {
            answers.add(Answer.always(to, value));
        }

        /** Gives an answer once the records are committed, or the other one when they are refused. */
        public <T> void answer(Reply<T> to, T value, Function<Errors, T> otherwise) {
            answers.add(new Answer<>(to, value, otherwise));
        }

        /** What has been collected. */
        public Outcome build() {
            return records.isEmpty() && answers.isEmpty() ? NOTHING : new Outcome(records, answers);
        }
    }
}
