package org.elasticsearch.xpack.ml;

import org.elasticsearch.license.License;
import org.elasticsearch.license.LicensedFeature;

/** Stands in for a module that is not published: ES|QL looks these two features up when it checks a query's licence. */
public class MachineLearning {
    public static final LicensedFeature.Momentary CATEGORIZE_TEXT_AGG_FEATURE =
        LicensedFeature.momentary("machine-learning", "categorize-text-agg", License.OperationMode.PLATINUM);
    public static final LicensedFeature.Momentary CHANGE_POINT_AGG_FEATURE =
        LicensedFeature.momentary("machine-learning", "change-point-agg", License.OperationMode.PLATINUM);
}
