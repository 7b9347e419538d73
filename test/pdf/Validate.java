import java.io.FileInputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates files: the first argument names the profiles ("2a,ua1"), the others the files. One line a profile and file. */
public class Validate {
  public static void main(String[] arguments) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (String profile : arguments[0].split(",")) {
      validate(PDFAFlavour.byFlavourId(profile), arguments);
    }
  }

  private static void validate(PDFAFlavour flavour, String[] arguments) throws Exception {
    for (int at = 1; at < arguments.length; at++) {
      try (FileInputStream file = new FileInputStream(arguments[at]);
          PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
        ValidationResult result = validator.validate(parser);
        Set<String> failed = new LinkedHashSet<>();
        for (TestAssertion one : result.getTestAssertions()) {
          if (one.getStatus() == TestAssertion.Status.FAILED) {
            failed.add(one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber() + " " + one.getMessage());
          }
        }
        System.out.println((result.isCompliant() ? "valid" : "invalid") + " " + arguments[at]
            + (failed.isEmpty() ? "" : " | " + String.join(" | ", failed)));
      }
    }
  }
}
