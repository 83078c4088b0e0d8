package io.ottla.server.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows printed as columns as wide as their widest cell, two spaces apart. A column of numbers is aligned to the right. */
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these headings, in capitals by custom. */
    Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row; a cell is printed as its text. */
    Table row(Object... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + rows.get(0));
        }
        List<String> row = new ArrayList<>(cells.length);
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
        return this;
    }

    /** Prints headings and rows. */
    void print(PrintStream out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        boolean[] numeric = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            widths[column] = width(column);
            numeric[column] = isNumeric(column);
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                line.append(column == 0 ? "" : GAP).append(padded(row.get(column), widths[column], numeric[column]));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private int width(int column) {
        int width = 0;
        for (List<String> row : rows) {
            width = Math.max(width, row.get(column).length());
        }
        return width;
    }

    private boolean isNumeric(int column) {
        for (List<String> row : rows.subList(1, rows.size())) {
            String cell = row.get(column);
            if (!cell.equals("-") && !cell.chars().allMatch(c -> Character.isDigit(c) || c == '-')) {
                return false;
            }
        }
        return rows.size() > 1;
    }

    private static String padded(String cell, int width, boolean right) {
        String padding = " ".repeat(width - cell.length());
        return right ? padding + cell : cell + padding;
    }
}
