// The behaviour of the learner's pages. One component a file, imported from here.
